import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './form.css';
import { IdentificationForm } from './form';

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <IdentificationForm />
  </StrictMode>,
);
