"""What the evidence graph costs against its size: see README.md."""
